/** The AWS wire: services, their operations, and the one order every call goes through. */
@NullMarked
package dev.gatehouse.wire;

import org.jspecify.annotations.NullMarked;
