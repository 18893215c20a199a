/** Log events on disk: per log group a row of append-only segment files, read by time. */
@NullMarked
package dev.gatehouse.logs.files;

import org.jspecify.annotations.NullMarked;
