/** What the sources of functions tell of what they will import: guesses, for faster starts. */
@NullMarked
package dev.gatehouse.lambda.runtimes.source;

import org.jspecify.annotations.NullMarked;
