package dev.gatehouse.iam.account;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.AddClientIDToOpenIDConnectProviderRequest;
import dev.gatehouse.aws.iam.CreateOpenIDConnectProviderRequest;
import dev.gatehouse.aws.iam.CreateOpenIDConnectProviderResponse;
import dev.gatehouse.aws.iam.DeleteOpenIDConnectProviderRequest;
import dev.gatehouse.aws.iam.GetOpenIDConnectProviderRequest;
import dev.gatehouse.aws.iam.GetOpenIDConnectProviderResponse;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.iam.ListOpenIDConnectProviderTagsRequest;
import dev.gatehouse.aws.iam.ListOpenIDConnectProviderTagsResponse;
import dev.gatehouse.aws.iam.ListOpenIDConnectProvidersRequest;
import dev.gatehouse.aws.iam.ListOpenIDConnectProvidersResponse;
import dev.gatehouse.aws.iam.OpenIDConnectProviderListEntry;
import dev.gatehouse.aws.iam.RemoveClientIDFromOpenIDConnectProviderRequest;
import dev.gatehouse.aws.iam.Tag;
import dev.gatehouse.aws.iam.TagOpenIDConnectProviderRequest;
import dev.gatehouse.aws.iam.UntagOpenIDConnectProviderRequest;
import dev.gatehouse.aws.iam.UpdateOpenIDConnectProviderThumbprintRequest;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.entity.TagKeys;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.iam.repository.StoredOidcProvider;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations on OpenID Connect identity providers. */
public final class OidcProviders {
    private static final Pattern URL = Pattern.compile("https://([^\\s?#]+[^\\s?#/])/?");

    private final Store store;
    private final Clock clock;

    public OidcProviders(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Adds the operations to a service. */
    public void addTo(Service.Builder service) {
        service.on(Iam.CREATE_OPEN_ID_CONNECT_PROVIDER, this::create)
                .on(Iam.GET_OPEN_ID_CONNECT_PROVIDER, this::get)
                .on(Iam.LIST_OPEN_ID_CONNECT_PROVIDERS, this::list)
                .on(Iam.DELETE_OPEN_ID_CONNECT_PROVIDER, this::delete)
                .on(Iam.ADD_CLIENT_ID_TO_OPEN_ID_CONNECT_PROVIDER, this::addClientId)
                .on(Iam.REMOVE_CLIENT_ID_FROM_OPEN_ID_CONNECT_PROVIDER, this::removeClientId)
                .on(Iam.UPDATE_OPEN_ID_CONNECT_PROVIDER_THUMBPRINT, this::updateThumbprint)
                .on(Iam.TAG_OPEN_ID_CONNECT_PROVIDER, this::tag)
                .on(Iam.UNTAG_OPEN_ID_CONNECT_PROVIDER, this::untag)
                .on(Iam.LIST_OPEN_ID_CONNECT_PROVIDER_TAGS, this::listTags);
    }

    int count(AccountId account) {
        return documents().count(Scope.global(account), "");
    }

    private static Optional<String> host(String url) {
        Matcher parts = URL.matcher(url);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    private CreateOpenIDConnectProviderResponse create(
            RequestContext context, CreateOpenIDConnectProviderRequest input) {
        String url =
                host(input.url())
                        .orElseThrow(
                                () -> IamErrors.validation("Invalid Open ID Connect Provider URL"));
        StoredOidcProvider provider =
                new StoredOidcProvider(
                        url,
                        Objects.requireNonNullElse(input.clientIDList(), List.of()),
                        Objects.requireNonNullElse(input.thumbprintList(), List.of()),
                        clock.now().truncatedTo(ChronoUnit.SECONDS),
                        Tags.of(TagKeys.ANY_CASE, input.tags()));
        try {
            documents().insert(Scope.global(context.account()), url, provider);
        } catch (DuplicateDocumentException e) {
            throw IamErrors.alreadyExists("Provider with url https://" + url + " already exists.");
        }
        return CreateOpenIDConnectProviderResponse.builder()
                .openIDConnectProviderArn(provider.arn(context.account()))
                .tags(provider.tags().listOrNull())
                .build();
    }

    private GetOpenIDConnectProviderResponse get(
            RequestContext context, GetOpenIDConnectProviderRequest input) {
        StoredOidcProvider provider = require(context, input.openIDConnectProviderArn());
        return GetOpenIDConnectProviderResponse.builder()
                .url(provider.url())
                .clientIDList(provider.clientIds())
                .thumbprintList(provider.thumbprints())
                .createDate(provider.createdAt())
                .tags(provider.tags().listOrNull())
                .build();
    }

    private ListOpenIDConnectProvidersResponse list(
            RequestContext context, ListOpenIDConnectProvidersRequest input) {
        AccountId account = context.account();
        return ListOpenIDConnectProvidersResponse.builder()
                .openIDConnectProviderList(
                        documents()
                                .list(Scope.global(account), "", null, Integer.MAX_VALUE)
                                .stream()
                                .map(
                                        each ->
                                                OpenIDConnectProviderListEntry.builder()
                                                        .arn(each.value().arn(account))
                                                        .build())
                                .toList())
                .build();
    }

    /** Deleting one that is not there is an error, as on AWS. */
    private Empty delete(RequestContext context, DeleteOpenIDConnectProviderRequest input) {
        StoredOidcProvider provider = require(context, input.openIDConnectProviderArn());
        documents().delete(Scope.global(context.account()), provider.url());
        return Empty.EMPTY;
    }

    private Empty addClientId(
            RequestContext context, AddClientIDToOpenIDConnectProviderRequest input) {
        change(
                context,
                input.openIDConnectProviderArn(),
                provider -> {
                    Set<String> ids = new LinkedHashSet<>(provider.clientIds());
                    ids.add(input.clientID());
                    return provider.withClientIds(List.copyOf(ids));
                });
        return Empty.EMPTY;
    }

    private Empty removeClientId(
            RequestContext context, RemoveClientIDFromOpenIDConnectProviderRequest input) {
        change(
                context,
                input.openIDConnectProviderArn(),
                provider ->
                        provider.withClientIds(
                                provider.clientIds().stream()
                                        .filter(id -> !id.equals(input.clientID()))
                                        .toList()));
        return Empty.EMPTY;
    }

    private Empty updateThumbprint(
            RequestContext context, UpdateOpenIDConnectProviderThumbprintRequest input) {
        change(
                context,
                input.openIDConnectProviderArn(),
                provider -> provider.withThumbprints(input.thumbprintList()));
        return Empty.EMPTY;
    }

    private Empty tag(RequestContext context, TagOpenIDConnectProviderRequest input) {
        change(
                context,
                input.openIDConnectProviderArn(),
                each -> each.withTags(each.tags().with(TagKeys.ANY_CASE, input.tags())));
        return Empty.EMPTY;
    }

    private Empty untag(RequestContext context, UntagOpenIDConnectProviderRequest input) {
        change(
                context,
                input.openIDConnectProviderArn(),
                each -> each.withTags(each.tags().without(TagKeys.ANY_CASE, input.tagKeys())));
        return Empty.EMPTY;
    }

    private ListOpenIDConnectProviderTagsResponse listTags(
            RequestContext context, ListOpenIDConnectProviderTagsRequest input) {
        Tags tags = require(context, input.openIDConnectProviderArn()).tags();
        Listing<Tag> page = Listing.page(tags.list(), input.marker(), input.maxItems());
        return ListOpenIDConnectProviderTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private Documents<StoredOidcProvider> documents() {
        return store.documents(StoredOidcProvider.KIND);
    }

    private StoredOidcProvider require(RequestContext context, String arn) {
        return documents()
                .find(Scope.global(context.account()), url(context, arn))
                .map(Stored::value)
                .orElseThrow(() -> missing(arn));
    }

    private void change(
            RequestContext context, String arn, UnaryOperator<StoredOidcProvider> change) {
        if (documents()
                .update(Scope.global(context.account()), url(context, arn), change)
                .isEmpty()) {
            throw missing(arn);
        }
    }

    private static String url(RequestContext context, String arn) {
        String prefix = Arn.global("iam", context.account(), "oidc-provider/").toString();
        if (!arn.startsWith(prefix)) {
            throw missing(arn);
        }
        return arn.substring(prefix.length());
    }

    private static ServiceException missing(String arn) {
        return IamErrors.noSuchEntity("OpenIDConnect Provider not found for arn " + arn);
    }
}
