/** Tests of single steps of the data plane. */
@NullMarked
package dev.gatehouse.gateway.integrate;

import org.jspecify.annotations.NullMarked;
