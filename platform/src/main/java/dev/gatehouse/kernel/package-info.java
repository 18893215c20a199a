/** Values that every package shares: names, ids, time, limits and the one exception family. */
@NullMarked
package dev.gatehouse.kernel;

import org.jspecify.annotations.NullMarked;
