package dev.gatehouse.wire;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The operations that the compiled product has handlers for: those named where a service's list is
 * built, {@code .on(OPERATION, …)} and its like.
 */
final class ListedOperations {
    private static final Path CLASSES = Path.of("target/classes");
    private static final ClassDesc OPERATION = ClassDesc.of(Operation.class.getName());
    private static final Map<ServiceModel, Set<String>> LISTED = new HashMap<>();

    private ListedOperations() {}

    /** Their names by service; read once for all tests that ask. */
    static synchronized Map<ServiceModel, Set<String>> byService() throws IOException {
        if (LISTED.isEmpty()) {
            try (Stream<Path> files = Files.walk(CLASSES)) {
                files.filter(file -> file.toString().endsWith(".class"))
                        .forEach(ListedOperations::read);
            }
        }
        return LISTED;
    }

    private static void read(Path file) {
        try {
            ClassFile.of().parse(file).methods().stream()
                    .flatMap(method -> method.code().stream())
                    .filter(ListedOperations::growsAList)
                    .forEach(ListedOperations::addNamedIn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean growsAList(CodeModel code) {
        return code.elementStream().anyMatch(ListedOperations::grows);
    }

    /** Lists grow by methods that take an operation and return the list. */
    private static boolean grows(CodeElement element) {
        if (!(element instanceof InvokeInstruction call)) {
            return false;
        }
        MethodTypeDesc type = call.typeSymbol();
        return type.parameterCount() > 0
                && type.parameterType(0).equals(OPERATION)
                && type.returnType().equals(call.owner().asSymbol());
    }

    private static void addNamedIn(CodeModel code) {
        for (CodeElement element : code) {
            if (element instanceof FieldInstruction field && field.typeSymbol().equals(OPERATION)) {
                OperationModel operation = operation(field);
                LISTED.computeIfAbsent(operation.service(), _ -> new TreeSet<>())
                        .add(operation.name());
            }
        }
    }

    private static OperationModel operation(FieldInstruction access) {
        try {
            Class<?> service = Class.forName(access.owner().asInternalName().replace('/', '.'));
            return ((Operation<?, ?>) service.getField(access.name().stringValue()).get(null))
                    .model();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
