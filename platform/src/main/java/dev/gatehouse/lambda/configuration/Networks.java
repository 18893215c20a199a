package dev.gatehouse.lambda.configuration;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.VpcSettings;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.format.MalformedException;
import dev.gatehouse.wire.format.XmlElement;
import dev.gatehouse.wire.message.Headers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The subnets and security groups of accounts, which EC2 is asked for where a setting names its
 * endpoint; else whatever is named is taken to be there. Blocks.
 */
public final class Networks {
    private static final String EC2 = "ec2";
    private static final String LAMBDA = "lambda.amazonaws.com";
    private static final String VERSION = "2016-11-15";
    private static final int FORBIDDEN = 403;

    private final AwsServices aws;
    private final RoleRights rights;

    /** Whether a role may send a request to a service elsewhere. */
    @FunctionalInterface
    public interface RoleRights {
        /**
         * @throws ServiceException it may not
         */
        void require(Arn role, Region region, String service, AwsRequest request);
    }

    public Networks(AwsServices aws, RoleRights rights) {
        this.aws = aws;
        this.rights = rights;
    }

    /**
     * The network with the id of its VPC, asked in the name of who configures the function.
     *
     * @param role the function's, which is to make its network interfaces
     * @throws ServiceException one of its parts is not there, they are of several VPCs, or the role
     *     may make no interfaces
     */
    VpcSettings found(RequestContext caller, String role, VpcSettings wanted) {
        if (wanted.subnets().isEmpty() || !aws.isElsewhere(EC2)) {
            return wanted;
        }
        requireInterfaces(Arn.parse(role).orElseThrow(), caller.region());
        CallerIdentity identity =
                new CallerIdentity(caller.principal(), caller.region(), caller.origin().via())
                        .through(LAMBDA);
        Set<String> subnets =
                vpcs(identity, "DescribeSubnets", "SubnetId", wanted.subnets(), "subnetSet");
        Set<String> groups =
                vpcs(
                        identity,
                        "DescribeSecurityGroups",
                        "GroupId",
                        wanted.securityGroups(),
                        "securityGroupInfo");
        if (subnets.size() != 1 || !subnets.equals(groups)) {
            throw LambdaErrors.invalidParameter(
                    "Subnets and security groups are required to be in the same VPC.");
        }
        return wanted.in(subnets.iterator().next());
    }

    private void requireInterfaces(Arn role, Region region) {
        try {
            rights.require(role, region, EC2, request("CreateNetworkInterface", "", List.of()));
        } catch (ServiceException denied) {
            throw LambdaErrors.invalidParameter(
                    "The provided execution role does not have permissions to call"
                            + " CreateNetworkInterface on EC2");
        }
    }

    private Set<String> vpcs(
            CallerIdentity identity, String action, String member, List<String> ids, String list) {
        AwsResponse response;
        try {
            response = aws.as(identity).send(EC2, request(action, member, ids));
        } catch (ServiceException rejection) {
            throw rejected(action, rejection.status(), rejection.code(), rejection.text());
        }
        XmlElement root = root(response);
        if (!response.succeeded()) {
            throw rejected(action, response.status(), text(root, "Code"), text(root, "Message"));
        }
        XmlElement found = root.child(list);
        if (found == null) {
            throw unexpected("EC2 responds without " + list + '.');
        }
        Set<String> vpcs = new LinkedHashSet<>();
        for (XmlElement item : found.children()) {
            vpcs.add(text(item, "vpcId"));
        }
        return vpcs;
    }

    private static AwsRequest request(String action, String member, List<String> ids) {
        StringBuilder form = new StringBuilder("Action=").append(action);
        form.append("&Version=").append(VERSION);
        for (int i = 0; i < ids.size(); i++) {
            String id = URLEncoder.encode(ids.get(i), StandardCharsets.UTF_8);
            form.append('&').append(member).append('.').append(i + 1).append('=').append(id);
        }
        Headers headers =
                Headers.builder().set("Content-Type", "application/x-www-form-urlencoded").build();
        return new AwsRequest(
                "POST", "/", "", headers, form.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static XmlElement root(AwsResponse response) {
        try {
            return XmlElement.read(response.bytes());
        } catch (MalformedException notXml) {
            throw unexpected("EC2 responds with no XML.");
        }
    }

    private static ServiceException unexpected(String message) {
        return LambdaErrors.byUser("EC2UnexpectedException", 502, message);
    }

    /** The text of a descendant; empty where there is none. */
    private static String text(XmlElement element, String name) {
        for (XmlElement child : element.children()) {
            String text = child.name().equals(name) ? child.text() : text(child, name);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static ServiceException rejected(
            String action, int status, String code, String message) {
        String cause = "EC2 Error Code: %s. EC2 Error Message: %s".formatted(code, message);
        if (status == FORBIDDEN) {
            return LambdaErrors.byUser(
                    "AccessDeniedException",
                    FORBIDDEN,
                    ("Your access has been denied by EC2, please make sure your request credentials"
                                    + " have permission to %s. %s")
                            .formatted(action, cause));
        }
        return LambdaErrors.invalidParameter(
                "Error occurred while %s. %s".formatted(action, cause));
    }
}
