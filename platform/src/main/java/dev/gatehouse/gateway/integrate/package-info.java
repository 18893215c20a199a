/** What responds to a request behind the gateway: functions, HTTP backends, mocks. */
@NullMarked
package dev.gatehouse.gateway.integrate;

import org.jspecify.annotations.NullMarked;
