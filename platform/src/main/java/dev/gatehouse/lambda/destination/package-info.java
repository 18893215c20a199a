/** Where records of asynchronous events and dropped events go, and how they get there. */
@NullMarked
package dev.gatehouse.lambda.destination;

import org.jspecify.annotations.NullMarked;
