/** Operations of function URLs. */
@NullMarked
package dev.gatehouse.lambda.api.url;

import org.jspecify.annotations.NullMarked;
