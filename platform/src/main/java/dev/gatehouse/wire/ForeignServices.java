package dev.gatehouse.wire;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.MalformedException;
import dev.gatehouse.wire.format.UrlText;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.protocol.Identified;
import dev.gatehouse.wire.protocol.Operations;
import dev.gatehouse.wire.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What requests ask of services that others run, so that they are judged here before they leave.
 */
final class ForeignServices {
    /** Services that may be elsewhere, whose models have their signing names; S3 may be both. */
    private static final Set<String> NAMED_ALIKE =
            Set.of(
                    "dynamodb",
                    "ecr",
                    "events",
                    "firehose",
                    "kinesis",
                    "kms",
                    "lambda",
                    "logs",
                    "s3",
                    "scheduler",
                    "secretsmanager",
                    "sns",
                    "sqs",
                    "ssm",
                    "states",
                    "sts");

    /** The models of the others, by signing name. */
    private static final Map<String, String> NAMED_OTHERWISE =
            Map.of(
                    "cognito-identity",
                    "cognitoidentity",
                    "cognito-idp",
                    "cognitoidp",
                    "monitoring",
                    "cloudwatch");

    /** Services some operations of which are called without credentials, by their targets. */
    private static final Map<String, String> TARGETS =
            Map.of(
                    "AWSCognitoIdentityProviderService", "cognito-idp",
                    "AWSCognitoIdentityService", "cognito-identity");

    private final Map<String, Operations> known = new ConcurrentHashMap<>();

    /**
     * Everything that a request may be taken to ask for, so that nothing hides behind another
     * protocol's marks; empty for a service without a model.
     */
    List<Identified> identify(String signingName, WireRequest request) {
        String model =
                NAMED_ALIKE.contains(signingName) ? signingName : NAMED_OTHERWISE.get(signingName);
        return model == null
                ? List.of()
                : known.computeIfAbsent(model, name -> Operations.of(ServiceModel.load(name)))
                        .identifyAll(request);
    }

    /** The service whose operations are named so in {@code X-Amz-Target}; null for none. */
    @Nullable String byTarget(WireRequest request) {
        String target = request.headers().first("X-Amz-Target");
        int dot = target == null ? -1 : target.lastIndexOf('.');
        return target == null || dot < 0 ? null : TARGETS.get(target.substring(0, dot));
    }

    /**
     * What a request says, which may have members that are newer than its model. Where that cannot
     * be read, it may be about any resource: then its members are absent.
     */
    static Structure input(Protocol protocol, OperationModel operation, WireRequest request) {
        try {
            Protocol spoken =
                    isOlderCbor(protocol, request)
                            ? Protocol.of(ProtocolName.RPC_V2_CBOR)
                            : protocol;
            return spoken.decode(operation, request);
        } catch (ServiceException unread) {
            if (operation.service().wire().targetPrefix() == null) {
                throw unread; // resources are in its path
            }
            return Structure.builder(operation.input()).build();
        }
    }

    /**
     * Kinesis' clients may write what JSON would say as CBOR, and name the operation as there. In
     * any other protocol the path or the query says what a request is about, whatever type its body
     * claims to have.
     */
    private static boolean isOlderCbor(Protocol protocol, WireRequest request) {
        String type = request.headers().first("Content-Type");
        return protocol == Protocol.of(ProtocolName.AWS_JSON_1_1)
                && type != null
                && type.startsWith("application/x-amz-cbor");
    }

    /**
     * The action that a request asks of a service without a model: what its target, its query or
     * its form names; all of the service's where none does, or two name different ones, or its path
     * may name another.
     */
    static String action(String signingName, WireRequest request) {
        Set<String> names = new HashSet<>();
        String target = request.headers().first("X-Amz-Target");
        if (target != null) {
            names.add(target.substring(target.lastIndexOf('.') + 1));
        }
        try {
            addActions(names, request.rawQuery());
            addActions(names, new String(request.body(), StandardCharsets.UTF_8));
        } catch (MalformedException noForm) {
            names.add("*");
        }
        if (request.rawPath().length() > 1) {
            names.add("*");
        }
        return signingName + ':' + (names.size() == 1 ? names.iterator().next() : "*");
    }

    private static void addActions(Set<String> names, String form) {
        UrlText.parameters(form).stream()
                .filter(each -> each.name().equals("Action"))
                .forEach(each -> names.add(each.value()));
    }
}
