/**
 * The ports through which services that may not know each other meet; {@code app} connects them.
 */
@NullMarked
package dev.gatehouse.function;

import org.jspecify.annotations.NullMarked;
