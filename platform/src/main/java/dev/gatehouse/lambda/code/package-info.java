/** Deployment packages: their intake, the unpacked trees functions run from, their downloads. */
@NullMarked
package dev.gatehouse.lambda.code;

import org.jspecify.annotations.NullMarked;
