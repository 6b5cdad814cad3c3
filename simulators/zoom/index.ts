export type { Simulator } from './simulator.js';
export type { SimulatorOptions, SimulatorPlan } from './simulator-options.js';
export type { CallLogEntry } from './call-log-entry.js';
export type {
  FaultName,
  FaultOptions,
  FaultRequest,
  FaultResponse,
  Faults,
  InjectedFault,
  RetryAfterForm,
} from './faults/fault.js';
export type { RateFamily, RateLabel } from './limits/rate-limit-table.js';
export type { JsonObject, JsonValue } from './json.js';
export type { MediaFile } from './media/media-file.js';
export type { CallHistoryShape, MediaReference, World, WorldAccount } from './world/world.js';
export type { MeetingList, ReportList, SettingsShape, WebinarList, WorldUser } from './world/world-user.js';
export { startSimulator } from './start-simulator.js';
export { demoEmail, demoWorld } from './world/demo-world.js';
export { emptyAccountReports, type AccountReports } from './world/account-reports.js';
export { emptyUser } from './world/empty-user.js';
export { mediaSha256 } from './media/media-sha256.js';
export { textMedia } from './media/text-media.js';
export { largeWorld, type LargeWorldOptions } from './world/large-world.js';
export { worldLedger, type LedgerEntry, type LedgerFile, type LedgerSource } from './world/world-ledger.js';
export type { ListedRecord } from './world/listed-record.js';
export { allOperations } from './operations/all-operations.js';
export { contentOf, type MeetingContent } from './world/meeting-content.js';
