/** Makes deployment packages of code folders, as {@code sam build} does. */
@NullMarked
package dev.gatehouse.cli.build;

import org.jspecify.annotations.NullMarked;
