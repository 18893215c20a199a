/** Tests of how rejections are written. */
@NullMarked
package dev.gatehouse.gateway.respond;

import org.jspecify.annotations.NullMarked;
