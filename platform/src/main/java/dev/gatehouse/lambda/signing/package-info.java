/** Code signing configurations, and what they let functions deploy. */
@NullMarked
package dev.gatehouse.lambda.signing;

import org.jspecify.annotations.NullMarked;
