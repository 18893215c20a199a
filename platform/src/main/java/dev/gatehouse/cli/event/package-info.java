/** Events as AWS's services send them to functions, for trying functions out. */
@NullMarked
package dev.gatehouse.cli.event;

import org.jspecify.annotations.NullMarked;
