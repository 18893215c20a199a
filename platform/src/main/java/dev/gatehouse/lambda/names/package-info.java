/** The name server that every sandbox has of its own, on its loopback. */
@NullMarked
package dev.gatehouse.lambda.names;

import org.jspecify.annotations.NullMarked;
