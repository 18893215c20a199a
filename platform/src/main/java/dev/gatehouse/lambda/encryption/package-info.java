/** What functions have encrypted under KMS keys of their owners. */
@NullMarked
package dev.gatehouse.lambda.encryption;

import org.jspecify.annotations.NullMarked;
