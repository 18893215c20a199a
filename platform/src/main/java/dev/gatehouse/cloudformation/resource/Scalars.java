package dev.gatehouse.cloudformation.resource;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.ecr.Ecr;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.aws.logs.Logs;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.aws.ssm.Ssm;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Numbers, booleans and text as a service's model wants them. A template may write each as the
 * other, and every parameter is text.
 */
final class Scalars {
    private static final Map<String, ServiceModel> MODELS =
            Stream.of(
                            ApiGateway.MODEL,
                            ApiGatewayV2.MODEL,
                            Iam.MODEL,
                            Lambda.MODEL,
                            Logs.MODEL,
                            S3.MODEL,
                            Ssm.MODEL,
                            Ecr.MODEL)
                    .collect(Collectors.toMap(ServiceModel::name, Function.identity()));

    private Scalars() {}

    /**
     * The input of an operation; what cannot be read as its member's kind stays, to be rejected.
     */
    static Map<String, Object> fit(String service, String operation, Map<String, Object> input) {
        ServiceModel model = MODELS.get(service);
        OperationModel called =
                (model == null ? ServiceModel.load(service) : model).operation(operation);
        return called == null ? input : structure(called.input(), input);
    }

    private static Map<String, Object> structure(Shape shape, Map<?, ?> values) {
        Map<String, Object> fitted = new LinkedHashMap<>();
        values.forEach(
                (key, value) -> {
                    Member member = shape.member(String.valueOf(key));
                    fitted.put(
                            String.valueOf(key),
                            member == null ? value : value(member.shape(), value));
                });
        return fitted;
    }

    private static Object value(Shape shape, Object value) {
        return switch (shape.type()) {
            case STRUCTURE -> value instanceof Map<?, ?> map ? structure(shape, map) : value;
            case LIST ->
                    value instanceof List<?> list
                            ? list.stream()
                                    .map(item -> value(shape.element().shape(), item))
                                    .toList()
                            : value;
            case MAP -> value instanceof Map<?, ?> map ? map(shape.value().shape(), map) : value;
            case STRING -> text(value);
            case BOOLEAN -> value instanceof String text ? truth(text) : value;
            case INTEGER, LONG, FLOAT, DOUBLE ->
                    value instanceof String text ? number(text) : value;
            case BLOB, TIMESTAMP, DOCUMENT -> value;
        };
    }

    private static Map<String, Object> map(Shape shape, Map<?, ?> values) {
        Map<String, Object> fitted = new LinkedHashMap<>();
        values.forEach((key, value) -> fitted.put(String.valueOf(key), value(shape, value)));
        return fitted;
    }

    private static Object text(Object value) {
        return value instanceof Number || value instanceof Boolean ? value.toString() : value;
    }

    private static Object truth(String text) {
        return switch (text) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> text;
        };
    }

    private static Object number(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            return number.scale() <= 0 && number.precision() < 19
                    ? (Object) number.longValueExact()
                    : (Object) number.doubleValue();
        } catch (NumberFormatException noNumber) {
            return text;
        }
    }
}
