package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.View;
import dev.gatehouse.aws.apigateway.PatchOperation;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.resource.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The responses that a method, or its integration, has by status code.
 *
 * @param patch what a PATCH may change of one
 * @param read those there are
 * @param write puts others in their place; null when none is left
 * @param check rejects what AWS rejects of one
 */
record StatusResponses<R extends View>(
        ResourceType<R> type,
        PatchTable patch,
        Function<MethodEntry, Map<String, R>> read,
        BiConsumer<MethodEntry, @Nullable Map<String, R>> write,
        BiConsumer<MethodEntry, R> check) {

    boolean has(MethodEntry entry, String statusCode) {
        return read.apply(entry).containsKey(statusCode);
    }

    /** The response, or AWS's rejection. */
    R get(MethodEntry entry, String statusCode) {
        R response = read.apply(entry).get(statusCode);
        if (response == null) {
            throw notFound("Invalid Response status code specified");
        }
        return response;
    }

    R put(MethodEntry entry, String statusCode, R wanted) {
        check.accept(entry, wanted);
        write(entry, statusCode, wanted);
        return wanted;
    }

    R update(MethodEntry entry, String statusCode, @Nullable List<PatchOperation> operations) {
        R changed = Patches.apply(patch, type, get(entry, statusCode), operations);
        return put(entry, statusCode, changed);
    }

    void delete(MethodEntry entry, String statusCode) {
        get(entry, statusCode);
        write(entry, statusCode, null);
    }

    private void write(MethodEntry entry, String statusCode, @Nullable R response) {
        write.accept(entry, MethodEntry.changed(read.apply(entry), statusCode, response));
    }
}
