/** What sandboxes need of the machine: its C library, the launcher program, files, memory. */
@NullMarked
package dev.gatehouse.lambda.sandbox.os;

import org.jspecify.annotations.NullMarked;
