/** AWS's wire protocols: bytes to structures and back, as the models say. */
@NullMarked
package dev.gatehouse.wire.protocol;

import org.jspecify.annotations.NullMarked;
