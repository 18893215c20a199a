/** The commands of {@code gatehouse}; apart from starting a node they only use the public APIs. */
@NullMarked
package dev.gatehouse.cli;

import org.jspecify.annotations.NullMarked;
