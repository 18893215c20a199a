/** Where URLs that tenants set may lead: never to this machine or its networks by themselves. */
@NullMarked
package dev.gatehouse.http.outbound;

import org.jspecify.annotations.NullMarked;
