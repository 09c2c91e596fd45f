package io.tributary.cli;

import io.tributary.cli.line.ExitCode;
import io.tributary.gateway.routing.RoutingFault;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Unavailable;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.server.api.ApiError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What can be wrong, in rows of the reference: a word, when, what to do, and the test that shows
/// it.
///
/// The switches have no `default`: a new reason does not compile until it is explained here.
final class ErrorRows {
    /// One error.
    ///
    /// @param word what it is called where it is met
    /// @param then what the one who meets it does
    /// @param test the test that shows it, as `Class.method`; empty where no version can meet it
    ///   yet
    record Row(String word, String when, String then, String test) {
        /// From the parts of a line: `when | then | test`.
        static Row of(String word, String line) {
            String[] parts = line.split("\\|", -1);
            return new Row(word, parts[0].strip(), parts[1].strip(), parts[2].strip());
        }
    }

    private static final String PARTS_LEFT_OUT =
            """
            `rate` | routing: over the rate of one tenant, which chose `limits.ingestion_rate_answer: drop`; other tenants have theirs | drop it | RoutedWritesTest.rate_ofATenantThatDrops_refusesItsCopyOnly
            `too_many_samples` | routing: more samples for one tenant than its `limits.ingestion_burst_size` | send smaller requests | RoutedWritesTest.rate_ofATenantThatDrops_refusesItsCopyOnly
            """;

    private ErrorRows() {}

    static List<Row> writes() {
        return rows(
                """
                204 | every sample is stored and durable | go on | WriteTest.write_good_is204WithCountsAndStored
                400 | some samples were refused, the others are stored: reasons below | go on; look at the reasons | WriteTest.write_partRefused_is400WithCountsAndTheFirstReason
                400 | the body is cut or is no snappy | be mended | WriteTest.write_truncatedSnappy_is400
                400 | there is no body | be mended | WriteTest.write_noBody_is400
                400 | the body declares another length than it has | be mended | WriteTest.write_lyingLength_is400
                400 | the body is no remote write message | be mended | WriteTest.write_garbage_is400NamingTheByte
                400 | the message is cut | be mended | BadInputTest.message_cutAnywhere_isAnsweredWith400AndStoresNothing
                400 | the tenant's name is not allowed | be mended | WriteTest.write_badTenant_is400NamingIt
                400 | two headers name different tenants | be mended | OpenAuthorizerTest.writer_headersThatDiffer_isRefused
                400 | there are 1,000 tenants, and this is another | use one that is there | OpenAuthorizerTest.writer_thousandTenants_refusesOneMoreButKnowsTheOthers
                404 | no such path | be mended | HttpServerTest.get_unknownPath_is404NamingIt
                405 | not a `POST` | be mended | WriteTest.get_writePath_is405
                413 | above `ingest.maxBodyBytes` as sent | send smaller requests | WriteTest.write_moreBytesThanTaken_is413
                413 | above `ingest.maxRawBytes` unpacked, as it declares | send smaller requests | WriteTest.write_moreBytesUnpackedThanTaken_is413
                413 | above `ingest.maxRawBytes` unpacked, whatever it declares | send smaller requests | WriteTest.write_sizelessZstdBomb_is413
                413 | above `limits.max_request_bytes` of the tenant | send smaller requests | WriteLimitsTest.write_moreBytesThanTheTenantMaySend_is413NamingTheLimit
                413 | more samples than `limits.ingestion_burst_size` | send smaller requests | WriteLimitsTest.write_moreThanTheBurst_is413NamingTheLimit
                429 | over the rate, and the tenant chose `limits.ingestion_rate_answer: drop` | drop it | WriteLimitsTest.write_overTheRateWhereTheTenantDrops_is429
                414, 431 | the URL or the headers are too long | be mended | HttpServerTest.url_tooLong_isRefusedInTheEnvelope
                415 | another content type, or another encoding | be configured for one of those that the text names | WriteTest.write_otherType_is415NamingWhatIsTaken
                415 | another encoding than snappy or zstd | be configured for snappy | WriteTest.write_otherEncoding_is415NamingWhatIsTaken
                500 | a defect of the server; its log has the cause | send again; report it | WriteTest.write_bugInTheStore_is500WithoutATrace
                503 | the body did not arrive within `http.bodyTimeout` | send again | HttpServerTest.body_thatDoesNotCome_is503
                503 | no room: `ingest.budgetBytes` is used up | send again after `Retry-After` | WriteTest.write_noRoom_is503AndWorksAgainLater
                503 | the store cannot take it now: reasons below | send again after `Retry-After` | WriteTest.write_storeBusy_is503WithRetryAfterAndNothingStored
                """);
    }

    static List<Row> queries() {
        return rows(
                """
                BAD_DATA | a syntax error: `LINE:COLUMN: parse error: …` | mend the query at that place | ApiTest.query_badQuery_is400WithItsPlace
                BAD_DATA | `time`, `timeout`, `limit` or `lookback_delta` is none | mend the parameter | ApiTest.query_badParameter_is400InPrometheusWords
                BAD_DATA | `start`, `end` or `step` is none, or the range has more than 11,000 points | mend it; take a larger step | ApiTest.queryRange_badParameter_is400InPrometheusWords
                BAD_DATA | `match[]` is missing, no selector, or matches everything | mend it | ApiTest.series_badSelectors_are400
                BAD_DATA | a tenant's name is not allowed | mend the header | ApiTest.read_badTenant_is400
                FORBIDDEN | deletion and its like | nothing: what was stored stays | ApiTest.deleteSeries_is403
                NOT_FOUND | no such path | mend the path | ApiTest.unknownPath_is404InTheEnvelope
                NOT_FOUND | a route of Prometheus' that is `not in a store` | do without | StatusApiTest.absent_saysWhy
                EXECUTION | the query is blocked by `query.blocked`; the message says why | ask something else | BlockedQueriesTest.exact_inWhateverSpelling_isRefusedWithItsReason
                EXECUTION | the query fails where it is evaluated, such as two series with the same labels | change the query | ApiTest.query_evaluationFails_is422
                EXECUTION | it reads more than `query.maxSamplesRead` | ask for less, or raise it | LimitsTest.samples_overTheLimit_failTheQuery
                EXECUTION | it holds more than `query.maxBytes`; the text names what | ask for less, or raise it | LimitsTest.memory_overTheBudget_failsTheQueryAndNamesTheConsumer
                CANCELED | the client left | nothing | LimitsTest.query_cancelled_stops
                CANCELED | somebody ended the query at `queries/cancel` | ask for less; ask who | QueriesApiTest.active_query_isToldAndCancelledByItsOwnTenantOnly
                TIMEOUT | it took longer than `timeout` or `query.timeout` | ask for less, or give it longer | ApiTest.query_noTime_is503
                503, `unavailable` | starting or stopping | ask again after `Retry-After` | ApiTest.read_starting_is503
                INTERNAL | stored data cannot be read; the text names the file | see the log; look at the disk | ApiTest.read_damagedStore_is500NamingIt
                """);
    }

    static List<Row> starts() {
        return rows(
                """
                unknown key | `FILE:LINE:COLUMN: KEY: …`, with the key that was probably meant; exit code 2 | mend the file | TributaryTest.configCheck_unknownKeyInAFile_isRefusedWithItsPlace
                wrong value | the key, what was found, what was expected; exit code 2 | mend it | TributaryTest.configCheck_badValue_isRefused
                several of these | all are told at once, each with its place | mend them | ConfigLoaderTest.load_ofAWrongFile_namesEveryProblemAndItsPlace
                address for others | `listen` can be reached from other machines, without `--insecure`; exit code 2 | listen on 127.0.0.1 | TributaryTest.server_addressForOthers_isRefusedWithoutInsecure
                port in use | `cannot listen on HOST:PORT: the address is already in use`; exit code 1 | stop the other, or `--listen` elsewhere | TributaryTest.server_portInUse_failsSayingSo
                directory in use | `data directory DIR is in use by another process`; exit code 1 | stop the other, or `--data` elsewhere | StartRefusalTest.start_dataInUse_isRefusedAndTheOwnerGoesOn
                newer directory | `file "version" says …, this program reads …`; exit code 1 | start the newer program | StartRefusalTest.start_dataOfANewerVersion_isRefusedNamingBothAndUntouched
                no directory | `data` is a file; exit code 1 | `--data` elsewhere | StartRefusalTest.start_dataThatIsAFile_isRefusedNamingIt
                no permission | `cannot open directory DIR: …`; exit code 1 | give the right, or `--data` elsewhere | StartRefusalTest.start_dataWhereNobodyMayWrite_isRefusedNamingIt
                newer wal | a segment of a newer version; exit code 1 | start the newer program | WalDamageTest.read_withASegmentOfANewerVersion_refusesNamingTheFile
                """);
    }

    static List<Row> exits() {
        return rows(
                """
                EXIT_OK | it did what it was told; a server was told to stop | nothing | LifecycleTest.process_onSigterm_closesAndExitsWithZero
                EXIT_FAILED | it could not start, or a write or sync of the wal failed | read the last line | LifecycleTest.process_onFatal_exitsWithOneAtOnce
                FAILED | `tributary query`: the server refused the query; its text, and a mark under the place | mend the query | QueryCommandTest.query_refusedByTheServer_is1WithItsTextAndTheMark
                FAILED | `tributary query`: no answer; the text says what was tried | start the server, or mend `--url` | QueryCommandTest.query_nobodyListens_is1SayingWhatWasTried
                FAILED | `tributary dump`: the directory is in use, or cannot be read | stop the server; mend what the text names | DumpTest.dump_ofADirectoryInUse_isRefusedNamingItAndTheServerGoesOn
                USAGE | wrong command line | read the usage | TributaryTest.unknownOption_isWrongUsage
                USAGE | wrong configuration | mend it | TributaryTest.configCheck_badValue_isRefused
                USAGE | `tributary query`: options that do not go together, or no time | read the usage | QueryCommandTest.query_wrongUsage_is2
                USAGE | `tributary dump`: no `--data`, or `--match` is no selector | read the usage | DumpTest.dump_wrongUsage_is2
                """);
    }

    static List<Row> refusals() {
        Stream<Row> ofStore =
                Arrays.stream(Refusal.values())
                        .map(refusal -> Row.of("`" + refusal.word() + "`", line(refusal)));
        Stream<Row> ofRouting =
                Arrays.stream(RoutingFault.values())
                        .filter(fault -> fault != RoutingFault.LABEL_INVALID)
                        .map(fault -> Row.of("`" + fault.word() + "`", line(fault)));
        return Stream.of(ofStore, ofRouting, rows(PARTS_LEFT_OUT).stream())
                .flatMap(rows -> rows)
                .toList();
    }

    static List<Row> unavailable() {
        return Arrays.stream(Unavailable.values())
                .map(reason -> Row.of("`" + reason.word() + "`", line(reason)))
                .toList();
    }

    static List<Row> api() {
        return Arrays.stream(ApiError.values())
                .map(error -> Row.of(word(error.name()), line(error)))
                .toList();
    }

    private static String line(RoutingFault fault) {
        return switch (fault) {
            case TENANT_UNKNOWN ->
                    "[routing](registry.md#routing): labels name a tenant that is not granted, or is none | mend the label, or grant the tenant | ProxyBugsTest.bug8_namesThatAreNotGranted_getNothingAndMakeNoSeries";
            case TENANT_MISSING ->
                    "routing: no label names a tenant, and policy rejects such series | give the series the label, or a default | ProxyBugsTest.bug7_seriesOfNoTenant_isNeverLostInSilence";
            case TENANT_REFUSES ->
                    "routing: the tenant has `routed: refuse` | ask whose tenant it is | RoutedWritesTest.tenantThatRefusesRoutedWrites_getsNone";
            case TENANTS_TOO_MANY ->
                    "routing: a request has series of more than 1,024 tenants | send smaller requests | RouterTest.route_seriesOfMoreTenantsThanThereMayBe_refusesThoseBeyond";
            case LABEL_INVALID -> throw new IllegalArgumentException("BUG: a row of its own");
        };
    }

    private static String line(Refusal refusal) {
        return switch (refusal) {
            case TOO_FAR_IN_FUTURE ->
                    "further ahead of the server's clock than `ingest.tooFarInFuture` | set the clock | BadInputTest.sample_fromTheFarFuture_isRefusedAlone";
            case TOO_OLD ->
                    "older than what is taken | nothing: it is too late | BadInputTest.sample_olderThanTheBacklog_isRefusedAlone";
            case CONFLICT ->
                    "another value is stored for this series at this time | find the second sender of the series | BadInputTest.sample_withAnotherValue_isRefusedAndTheFirstStays";
            case CROWDED ->
                    "late, and there is no hole where it belongs | nothing | LateTest.append_besideEachStoredOne_isCrowded";
            case MAX_SERIES ->
                    "of a new series, and series take `head.heapPercent` of the heap; those that are there go on | give the process more heap, or drop labels that change all the time | HeadTest.append_newSeriesWithoutMemory_isRefusedAndThoseThereGoOn";
            case MISSING_METRIC_NAME ->
                    "no label `__name__`, or an empty one | mend the sender | BadInputTest.labels_withoutAName_areRefusedAlone";
            case LABEL_INVALID ->
                    "an empty label name, or the reserved `__tenant_id__` | mend the sender | BadInputTest.labels_emptyOrReservedName_areRefusedAlone";
            case LABEL_NOT_UTF8 ->
                    "a name or value that is not valid UTF-8 | mend the sender | BadInputTest.labels_notUtf8_areRefusedAlone";
            case DUPLICATE_LABEL_NAMES ->
                    "a name that stands twice | mend the sender | BadInputTest.labels_twiceTheSameName_areRefusedAlone";
            case MAX_LABEL_NAMES_PER_SERIES ->
                    "more labels than `limits.max_label_names_per_series` | drop labels, or raise it | BadInputTest.labels_overTheLimits_areRefusedAlone";
            case LABEL_NAME_TOO_LONG ->
                    "a name above `limits.max_label_name_length` | drop it, or raise it | BadInputTest.labels_overTheLimits_areRefusedAlone";
            case LABEL_VALUE_TOO_LONG ->
                    "a value above `limits.max_label_value_length` | drop it, or raise it | BadInputTest.labels_overTheLimits_areRefusedAlone";
            case SERIES_OF_TENANT ->
                    "of a new series, and the tenant has as many as `limits.max_global_series_per_user` allows; those there go on | find the metric that grows (`user_limits` of the tenant names it), or raise the limit | SeriesLimitsTest.append_beyondTheLimitOfTheTenant_isRefusedAndThoseThereGoOn";
            case SERIES_OF_METRIC ->
                    "likewise of one metric name, `limits.max_global_series_per_metric` | drop a label of that metric, or raise the limit | SeriesLimitsTest.append_beyondTheLimitOfAMetric_isRefusedForThatMetricAlone";
            case SERIES_OF_CLUSTER ->
                    "likewise of a workload cluster, `limits.max_series_per_cluster` | look at what grew in that cluster, or raise the limit | SeriesLimitsTest.append_beyondTheLimitOfACluster_leavesTheOtherAlone";
            case HISTOGRAM_INVALID ->
                    "a native histogram that contradicts itself | mend the sender | RemoteWrite1DecoderTest.decode_histogramThatContradictsItself_isInvalidAlone";
            case STAMP_DIFFERS ->
                    "a label that the server stamps came with another value, and the cluster has `onDifference: refuse`; or a sender of no cluster calls itself a registered one | mend the sender, or let it be overwritten; give it a credential of the cluster | LabelAdmissionTest.admit_stampedLabelThatDiffers_isRefusedWherePolicySaysSo";
            case RELABEL_DROPPED ->
                    "`relabel` of the tenant or cluster drops such series | drop them at the sender, or change the rules | LabelAdmissionTest.admit_relabeled_beforeItIsStampedAndCheckedAgain";
            case RELABEL_TOO_LARGE ->
                    "`relabel` of the tenant or cluster makes too much of the series | change the rules | LabelAdmissionTest.admit_relabeled_beforeItIsStampedAndCheckedAgain";
            case UNSUPPORTED ->
                    "a kind of sample that is not stored | do not send it | WriteTest.write_partRefused_is400WithCountsAndTheFirstReason";
        };
    }

    private static String line(Unavailable reason) {
        return switch (reason) {
            case STARTING ->
                    "the data directory is being opened | wait | WriteTest.write_starting_is503WithRetryAfter";
            case STOPPING ->
                    "the process was told to stop | wait for another | ServerTest.open_afterClose_closesTheStoreAgain";
            case WAL_FULL ->
                    "the wal is at its bound | see operating | WalSpaceTest.reserve_withTheWalAtItsBound_isRefusedAndNothingIsLost";
            case DISK_FULL ->
                    "the file system of `data` is full | make space: nothing was lost, writes go on by themselves | WalSpaceTest.reserve_onAFullDisk_isRefusedAndGrantedAgainOnceThereIsRoom";
            case OVERLOAD ->
                    "the disk syncs too slowly for what arrives, or late samples had more decoded than `head.lateLookupBytes` | look at its latency, or raise it | LateTest.append_beyondTheLookupBudget_isPutOff";
            case RATE ->
                    "more samples a second than the tenant or the cluster may send; the text says whose limit | nothing, it passes; or raise `limits.ingestion_rate` | WriteLimitsTest.write_overTheRateOfTheTenant_is503NamingItWithRetryAfter";
            case CLOCK_SUSPECT ->
                    "the server's clock jumped, and the answer would depend on it | look at the clock | LateTest.append_whileTheClockIsSuspect_isPutOffNotRefused";
            case UNREADABLE ->
                    "stored samples that a late one is compared with cannot be read now | look at the disk | LateTest.append_lateWhereTheDiskCannotBeRead_isPutOff";
        };
    }

    private static String line(ApiError error) {
        return switch (error) {
            case BAD_DATA ->
                    "the question is none: a parameter or the query | mend it | ApiTest.query_badQuery_is400WithItsPlace";
            case FORBIDDEN ->
                    "deletion and its like | nothing: what was stored stays | ApiTest.deleteSeries_is403";
            case NOT_FOUND ->
                    "what a store has not, and what is not built; the text says which | ask another | StatusApiTest.absent_saysWhy";
            case EXECUTION ->
                    "it cannot be answered | change it | ApiTest.query_evaluationFails_is422";
            case CANCELED -> "the client left | nothing | LimitsTest.query_cancelled_stops";
            case INTERNAL ->
                    "a defect, or unreadable data | see the server's log | ApiTest.read_damagedStore_is500NamingIt";
            case UNAVAILABLE ->
                    "all queries together hold as much as they may | ask again, or raise `query.totalBytesMax` | LimitsTest.queriesTogether_overTheBudgetOfAll_areUnavailable";
            case TIMEOUT ->
                    "it took longer than it may | ask for less | ApiTest.query_noTime_is503";
        };
    }

    private static List<Row> rows(String lines) {
        List<Row> rows = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            int end = line.indexOf('|');
            rows.add(Row.of(word(line.substring(0, end).strip()), line.substring(end + 1)));
        }
        return rows;
    }

    /// The program's own names become what they stand for.
    private static String word(String name) {
        for (ApiError error : ApiError.values()) {
            if (error.name().equals(name)) {
                return "%d, `%s`".formatted(error.status(), error.type());
            }
        }
        return switch (name) {
            case "EXIT_OK" -> Integer.toString(Lifecycle.EXIT_OK);
            case "EXIT_FAILED" -> Integer.toString(Lifecycle.EXIT_FAILED);
            case "FAILED" -> Integer.toString(ExitCode.FAILED);
            case "USAGE" -> Integer.toString(ExitCode.USAGE);
            default -> name;
        };
    }
}
