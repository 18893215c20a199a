/** Holds requests of REST APIs to what their methods ask of parameters and bodies. */
@NullMarked
package dev.gatehouse.gateway.validate;

import org.jspecify.annotations.NullMarked;
