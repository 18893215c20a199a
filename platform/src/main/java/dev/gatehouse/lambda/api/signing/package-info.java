/** Lambda's operations of code signing configurations. */
@NullMarked
package dev.gatehouse.lambda.api.signing;

import org.jspecify.annotations.NullMarked;
