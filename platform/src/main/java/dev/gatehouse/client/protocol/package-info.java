/**
 * The client's half of AWS's protocols: requests from inputs, outputs and errors from responses.
 */
@NullMarked
package dev.gatehouse.client.protocol;

import org.jspecify.annotations.NullMarked;
