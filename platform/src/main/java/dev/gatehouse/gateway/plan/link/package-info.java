/** The private side of integrations: VPC links in force, and who the gateway is to backends. */
@NullMarked
package dev.gatehouse.gateway.plan.link;

import org.jspecify.annotations.NullMarked;
