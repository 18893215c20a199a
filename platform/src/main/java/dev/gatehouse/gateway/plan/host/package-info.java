/** Where hosts and paths lead: the table of the plans in force. */
@NullMarked
package dev.gatehouse.gateway.plan.host;

import org.jspecify.annotations.NullMarked;
