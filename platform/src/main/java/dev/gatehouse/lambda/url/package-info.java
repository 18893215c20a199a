/** Function URLs as the data plane serves them. */
@NullMarked
package dev.gatehouse.lambda.url;

import org.jspecify.annotations.NullMarked;
