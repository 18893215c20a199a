package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks an input against its model, in AWS's words: {@code 1 validation error detected: …}. */
public final class InputValidation {
    /** Enough to tell; AWS also stops somewhere. */
    private static final int MAX_REPORTED = 10;

    private static final int LONGEST_VALUE = 4_096;

    /** Members whose service has words of its own for a wrong one, or reads more than its model. */
    private static final Set<String> CHECKED_BY_THE_SERVICE =
            Set.of("lambda:runtime", "s3:copySource");

    /** Elements of which AWS says no more than what is wrong with them. */
    private static final Set<String> SAID_PLAINLY = Set.of("lambda:Runtime");

    private final OperationModel operation;
    private final ServiceModel service;
    private final List<String> errors = new ArrayList<>();

    private InputValidation(OperationModel operation) {
        this.operation = operation;
        this.service = operation.service();
    }

    /**
     * @throws ServiceException the service's validation error, naming each member and constraint
     */
    public static void check(OperationModel operation, Structure input) {
        InputValidation validation = new InputValidation(operation);
        validation.input(input);
        List<String> errors = validation.errors;
        if (!errors.isEmpty()) {
            String plural = errors.size() == 1 ? " validation error" : " validation errors";
            throw new ServiceException(
                    code(operation.service()),
                    400,
                    errors.size() + plural + " detected: " + String.join("; ", errors));
        }
    }

    /** What each service calls a value its model forbids. */
    private static String code(ServiceModel service) {
        return switch (service.name()) {
            case "apigatewayv2", "apigatewaymanagementapi" -> "BadRequestException";
            case "ecr", "cognitoidp", "cognitoidentity", "logs" -> "InvalidParameterException";
            case "s3" -> "InvalidArgument";
            default ->
                    service.wire().protocols().contains(ProtocolName.AWS_QUERY)
                            ? "ValidationError"
                            : "ValidationException";
        };
    }

    /** Recorded: what is wrong in the body comes before what is wrong in the path. */
    private void input(Structure input) {
        for (Member member : input.shape().members()) {
            if (member.location() != Location.URI) {
                member(prefix(member), member, input);
            }
        }
        for (Member member : input.shape().members()) {
            if (member.location() == Location.URI) {
                member(prefix(member), member, input);
            }
        }
    }

    private void structure(String path, Structure structure) {
        for (Member member : structure.shape().members()) {
            member(path + ".", member, structure);
        }
    }

    private void member(String before, Member member, Structure structure) {
        Object value = structure.value(member.index());
        String at = before + lowerFirst(member.name());
        if (value != null) {
            value(at, member.shape(), value);
        } else if (member.required()) {
            report("Value null at '" + at + "'", Violation.NULL);
        }
    }

    /** API Gateway's first version has an object of its own for what comes in the body. */
    private String prefix(Member member) {
        boolean named =
                service.name().equals("apigateway")
                        && member.location() == Location.BODY
                        && operation.input().payload() == null;
        return named ? lowerFirst(operation.name()) + "Input." : "";
    }

    private void value(String path, Shape shape, Object value) {
        if (!CHECKED_BY_THE_SERVICE.contains(service.name() + ":" + path)) {
            for (String violation : Violation.of(shape, value)) {
                report(subject(path, shape, value), violation);
            }
        }
        switch (value) {
            case Structure nested -> structure(path, nested);
            case List<?> list -> list(path, shape, list);
            case Map<?, ?> map -> map(path, shape, map);
            default -> {}
        }
    }

    private void list(String path, Shape shape, List<?> list) {
        Shape element = shape.element().shape();
        int position = 1;
        for (Object value : list) {
            if (isSingle(value)) {
                List<String> violations = Violation.of(element, value);
                if (!violations.isEmpty()) {
                    boolean plain = SAID_PLAINLY.contains(service.name() + ":" + element);
                    report(
                            subject(path, shape, list),
                            plain
                                    ? violations.getFirst()
                                    : "Member must satisfy constraint: " + demands(element, value));
                    return;
                }
            } else {
                value(path + "." + position + ".member", element, value);
            }
            position++;
        }
    }

    /** API Gateway's first version does not say that elements cannot be null. */
    private List<String> demands(Shape element, Object sample) {
        List<String> demands = Violation.demands(element, sample);
        return service.name().equals("apigateway")
                ? demands.subList(0, demands.size() - 1)
                : demands;
    }

    private void map(String path, Shape shape, Map<?, ?> map) {
        Shape keys = shape.key().shape();
        Shape values = shape.value().shape();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (!Violation.of(keys, key).isEmpty()) {
                report(
                        subject(path, shape, map),
                        "Map keys must satisfy constraint: " + Violation.demands(keys, key));
                return;
            }
            Object value = entry.getValue();
            if (!isSingle(value)) {
                value(path + "." + key + ".member", values, value);
            } else if (!Violation.of(values, value).isEmpty()) {
                report(
                        subject(path, shape, map),
                        "Map value must satisfy constraint: " + Violation.demands(values, value));
                return;
            }
        }
    }

    private static boolean isSingle(Object value) {
        return !(value instanceof Structure
                || value instanceof List<?>
                || value instanceof Map<?, ?>);
    }

    private static String subject(String path, Shape shape, Object value) {
        boolean hidden = shape.is(Shape.Flag.SENSITIVE) || value instanceof byte[];
        return hidden ? "Value at '" + path + "'" : "Value '" + cut(value) + "' at '" + path + "'";
    }

    /** A message repeats what it is about, but not megabytes of it. */
    private static String cut(Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
    }

    private void report(String subject, String violation) {
        if (errors.size() < MAX_REPORTED) {
            errors.add(subject + " failed to satisfy constraint: " + violation);
        }
    }

    private static String lowerFirst(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
