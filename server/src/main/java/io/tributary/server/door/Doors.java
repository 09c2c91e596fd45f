package io.tributary.server.door;

import io.tributary.gateway.identity.Authorizer;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.IdentityException;
import io.tributary.gateway.identity.TenantHeaders;
import io.tributary.gateway.routing.Destination;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ExtentSource;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.notes.ExemplarSource;
import io.tributary.model.notes.MetadataSource;
import io.tributary.model.usage.SeriesUsage;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The ways into the store and who may pass them: what every request needs first.
///
/// @param source says whose series they are where several tenants were asked for; so does
///   `exemplars`
/// @param warnings what an operator should know now
/// @param losses how many are on record
public record Doors(
        SampleSink sink,
        SeriesSource source,
        ExtentSource extents,
        ExemplarSource exemplars,
        MetadataSource metadata,
        SeriesUsage usage,
        Authorizer authorizer,
        Guard guard,
        Supplier<List<String>> warnings,
        LongSupplier losses) {
    private static final String IMPORT = "import";

    /// What is read by who reads no data.
    static final ReadScope NOTHING = Authorizer.nothing();

    /// Where the writes of this request go; made from its URL and headers alone.
    ///
    /// @throws HttpRefusalException if it may not write there, or asks for what is none
    public Destination writer(HttpExchange exchange, Caller caller, Dialect dialect) {
        try {
            TenantHeaders tenants = tenants(exchange);
            return imports(exchange)
                    ? authorizer.importer(caller, tenants, dialect)
                    : authorizer.destination(caller, tenants, dialect);
        } catch (IdentityException e) {
            throw guard.refuse(exchange, caller, e);
        }
    }

    /// What this request may read.
    ReadScope reader(HttpExchange exchange, Caller caller) {
        try {
            return authorizer.reader(caller, tenants(exchange));
        } catch (IdentityException e) {
            throw guard.refuse(exchange, caller, e);
        }
    }

    /// Whether it asks to bring a past that was kept elsewhere: nobody does so by accident.
    private static boolean imports(HttpExchange exchange) {
        String asked = exchange.urlParameters().first(IMPORT).orElse("false");
        return switch (asked) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new HttpRefusalException(400, "parameter import: expected true or false");
        };
    }

    private static TenantHeaders tenants(HttpExchange exchange) throws IdentityException {
        return TenantHeaders.of(
                exchange.headers(TenantHeaders.ORG_ID),
                exchange.headers(TenantHeaders.THANOS_TENANT));
    }
}
