package dev.gatehouse.lambda.model;

import java.util.List;

/**
 * The network a function is to be in: kept and shown, since the networks of AWS are not here. Both
 * lists are empty where a function has left one.
 *
 * @param subnets ids of its subnets
 * @param securityGroups ids of its security groups
 * @param ipv6 whether it may use IPv6 there
 */
public record VpcSettings(List<String> subnets, List<String> securityGroups, boolean ipv6) {
    public VpcSettings {
        subnets = List.copyOf(subnets);
        securityGroups = List.copyOf(securityGroups);
    }
}
