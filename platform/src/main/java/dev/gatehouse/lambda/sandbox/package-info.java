/** Where function code runs: sandboxes of the strongest isolation this machine allows. */
@NullMarked
package dev.gatehouse.lambda.sandbox;

import org.jspecify.annotations.NullMarked;
