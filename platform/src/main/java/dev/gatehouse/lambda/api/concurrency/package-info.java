/** Lambda's operations of provisioned concurrency. */
@NullMarked
package dev.gatehouse.lambda.api.concurrency;

import org.jspecify.annotations.NullMarked;
