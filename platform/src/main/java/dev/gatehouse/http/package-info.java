/** The edge: listeners on Vert.x, and the way from them to code that may block. */
@NullMarked
package dev.gatehouse.http;

import org.jspecify.annotations.NullMarked;
