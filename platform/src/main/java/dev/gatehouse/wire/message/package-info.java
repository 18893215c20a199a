/** Requests and responses of AWS's APIs as they stand on the wire, whatever their protocol. */
@NullMarked
package dev.gatehouse.wire.message;

import org.jspecify.annotations.NullMarked;
