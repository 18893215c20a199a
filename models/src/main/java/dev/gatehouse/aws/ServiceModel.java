package dev.gatehouse.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The facts of one service, read once from its table. Never changes. */
public final class ServiceModel {

    /**
     * How a service is known.
     *
     * @param name our name for it, a part of a package name, such as {@code cognitoidp}
     * @param id AWS's name for it in SDKs, such as {@code Cognito Identity Provider}
     * @param apiVersion the version of its API, a date
     * @param endpointPrefix the first part of its host name
     * @param signingName the service part of a credential scope
     */
    public record Names(
            String name, String id, String apiVersion, String endpointPrefix, String signingName) {}

    /**
     * What its messages look like.
     *
     * @param protocols the protocols it answers, AWS's preferred one first
     * @param targetPrefix what stands before the operation in {@code X-Amz-Target}
     * @param xmlNamespace the namespace of its XML answers
     * @param queryCompatible whether JSON errors also carry the code of the older query protocol
     */
    public record Wire(
            List<ProtocolName> protocols,
            @Nullable String targetPrefix,
            @Nullable String xmlNamespace,
            boolean queryCompatible) {}

    private static final Map<String, ServiceModel> LOADED = new ConcurrentHashMap<>();

    private final Names names;
    private final Wire wire;
    private List<Shape> shapes = List.of();
    private List<OperationModel> operations = List.of();
    private final Map<String, OperationModel> operationsByName = new HashMap<>();
    private final Map<String, Shape> errors = new HashMap<>();

    ServiceModel(Names names, Wire wire) {
        this.names = names;
        this.wire = wire;
    }

    void link(List<Shape> allShapes, List<OperationModel> allOperations) {
        shapes = List.copyOf(allShapes);
        operations = List.copyOf(allOperations);
        for (OperationModel operation : allOperations) {
            operationsByName.put(operation.name(), operation);
        }
        for (Shape shape : allShapes) {
            ErrorTrait error = shape.error();
            if (error != null) {
                errors.put(shape.name(), shape);
                String code = error.code();
                if (code != null) {
                    errors.putIfAbsent(code, shape);
                }
            }
        }
    }

    /**
     * The facts of a service; its table is read when somebody first asks.
     *
     * @param name our name for it, such as {@code lambda}
     * @throws IllegalArgumentException when no such table was built
     */
    public static ServiceModel load(String name) {
        return LOADED.computeIfAbsent(name, TableReader::read);
    }

    /** Our name for the service, such as {@code cognitoidp}. */
    public String name() {
        return names.name();
    }

    public Names names() {
        return names;
    }

    /** The service part of a credential scope, such as {@code lambda}. */
    public String signingName() {
        return names.signingName();
    }

    public Wire wire() {
        return wire;
    }

    /** All operations, in the model's order. */
    public List<OperationModel> operations() {
        return operations;
    }

    /** The operation at a place of the table; generated code knows the places. */
    public OperationModel operation(int index) {
        return operations.get(index);
    }

    /** The operation with AWS's name; null when there is none. */
    public @Nullable OperationModel operation(String operationName) {
        return operationsByName.get(operationName);
    }

    /** All shapes, in the table's order. */
    public List<Shape> shapes() {
        return shapes;
    }

    /** The shape at a place of the table; generated code knows the places. */
    public Shape shape(int index) {
        return shapes.get(index);
    }

    /** The error shape with this name or this code on the wire; null when the model has none. */
    public @Nullable Shape error(String nameOrCode) {
        return errors.get(nameOrCode);
    }

    @Override
    public String toString() {
        return names.name();
    }
}
