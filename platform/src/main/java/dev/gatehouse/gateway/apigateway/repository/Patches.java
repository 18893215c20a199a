package dev.gatehouse.gateway.apigateway.repository;

import dev.gatehouse.aws.View;
import dev.gatehouse.aws.apigateway.PatchOperation;
import dev.gatehouse.gateway.apigateway.patch.PatchChange;
import dev.gatehouse.gateway.apigateway.patch.PatchOp;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.resource.ResourceType;
import dev.gatehouse.gateway.resource.Structures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries PATCH operations of a request to the table of the resource they change. */
public final class Patches {
    private Patches() {}

    /** The resource with the changes; the one given is left as it was. */
    public static <T extends View> T apply(
            PatchTable table,
            ResourceType<T> type,
            T resource,
            @Nullable List<PatchOperation> operations) {
        return type.read(table.apply(Structures.tree(resource.data()), changes(operations)));
    }

    /** The changes a request asks for, in order. */
    public static List<PatchChange> changes(@Nullable List<PatchOperation> operations) {
        return operations == null ? List.of() : operations.stream().map(Patches::change).toList();
    }

    private static PatchChange change(PatchOperation operation) {
        String op = operation.op();
        return new PatchChange(
                op == null ? PatchOp.REPLACE : PatchOp.of(op),
                operation.path(),
                operation.value(),
                operation.from());
    }
}
