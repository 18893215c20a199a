/** When parts of a node are made, and closed. */
@NullMarked
package dev.gatehouse.app.lifecycle;

import org.jspecify.annotations.NullMarked;
