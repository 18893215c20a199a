/** What a function's configuration may be: rules and defaults that creating and updating share. */
@NullMarked
package dev.gatehouse.lambda.configuration;

import org.jspecify.annotations.NullMarked;
