package dev.gatehouse.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The facts of one service, read from its table as they are needed. Never changes. */
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

    /** Everything but the head of the table. */
    record Contents(
            List<Shape> shapes,
            List<OperationModel> operations,
            Map<String, OperationModel> operationsByName,
            Map<String, Shape> errors) {

        static Contents of(List<Shape> shapes, List<OperationModel> operations) {
            Map<String, OperationModel> byName = new HashMap<>();
            operations.forEach(operation -> byName.put(operation.name(), operation));
            Map<String, Shape> errors = new HashMap<>();
            for (Shape shape : shapes) {
                ErrorTrait error = shape.error();
                if (error != null) {
                    errors.put(shape.name(), shape);
                    String code = error.code();
                    if (code != null) {
                        errors.putIfAbsent(code, shape);
                    }
                }
            }
            return new Contents(List.copyOf(shapes), List.copyOf(operations), byName, errors);
        }
    }

    private static final Map<String, ServiceModel> LOADED = new ConcurrentHashMap<>();

    private final Names names;
    private final Wire wire;
    private @Nullable Function<ServiceModel, Contents> unread;
    private volatile @Nullable Contents contents;

    ServiceModel(Names names, Wire wire, Function<ServiceModel, Contents> unread) {
        this.names = names;
        this.wire = wire;
        this.unread = unread;
    }

    private Contents contents() {
        Contents read = contents;
        return read == null ? readContents() : read;
    }

    private synchronized Contents readContents() {
        Contents read = contents;
        if (read == null) {
            read = Objects.requireNonNull(unread).apply(this);
            contents = read;
            unread = null;
        }
        return read;
    }

    /**
     * The facts of a service. The head of its table is read when it is first asked for, the rest
     * with the first look at a shape or an operation.
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
        return contents().operations();
    }

    /** The operation at a place of the table; generated code knows the places. */
    public OperationModel operation(int index) {
        return operations().get(index);
    }

    /** The operation with AWS's name; null when there is none. */
    public @Nullable OperationModel operation(String operationName) {
        return contents().operationsByName().get(operationName);
    }

    /** All shapes, in the table's order. */
    public List<Shape> shapes() {
        return contents().shapes();
    }

    /** The shape at a place of the table; generated code knows the places. */
    public Shape shape(int index) {
        return shapes().get(index);
    }

    /** The error shape with this name or this code on the wire; null when the model has none. */
    public @Nullable Shape error(String nameOrCode) {
        return contents().errors().get(nameOrCode);
    }

    @Override
    public String toString() {
        return names.name();
    }
}
