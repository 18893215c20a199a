/** The master key, wherever the operator keeps it. */
@NullMarked
package dev.gatehouse.app.secret;

import org.jspecify.annotations.NullMarked;
