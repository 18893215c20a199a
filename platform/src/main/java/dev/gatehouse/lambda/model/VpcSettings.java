package dev.gatehouse.lambda.model;

import java.util.List;

/**
 * The network a function is to be in: kept and shown, since the networks of AWS are not here. Both
 * lists are empty where a function has left one.
 *
 * @param subnets ids of its subnets
 * @param securityGroups ids of its security groups
 * @param ipv6 whether it may use IPv6 there
 * @param vpc the id of the VPC that all are of; empty where EC2 was not asked
 */
public record VpcSettings(
        List<String> subnets, List<String> securityGroups, boolean ipv6, String vpc) {
    public VpcSettings {
        subnets = List.copyOf(subnets);
        securityGroups = List.copyOf(securityGroups);
        // Documents of former releases have no such member.
        vpc = vpc == null ? "" : vpc;
    }

    /** The same in a VPC. */
    public VpcSettings in(String id) {
        return new VpcSettings(subnets, securityGroups, ipv6, id);
    }
}
