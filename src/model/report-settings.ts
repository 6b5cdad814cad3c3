/** What a controller says about one source, for Article 15 and the Californian law. */
export interface SourceStatement {
  /** Article 15(1)(a). */
  purposes?: string;
  /** Article 15(1)(b); absent: the category the source declares. */
  categories?: string;
  /** Article 15(1)(c), by name. */
  recipients?: readonly string[];
  /** Article 15(1)(d): a time or how it is decided. */
  retention?: string;
  /** Article 15(1)(g), where the data were not collected from the person. */
  origin?: string;
  /** Article 15(1)(h). */
  automatedDecisions?: string;
}

/** How the reports of a connection are made, and what its controller says in them. Nothing is invented. */
export interface ReportSettings {
  /** Whether other people keep their names. */
  thirdParties?: 'keep' | 'pseudonymise';
  /** Who decides why and how the data are processed. */
  controller?: { name: string; contact: string; privacyOfficer?: string };
  /** Article 15(1)(f): where to complain. */
  authority?: string;
  /** Article 15(2): safeguards of transfers to third countries. */
  transfers?: string;
  /** For every source that says nothing of its own. */
  general?: SourceStatement;
  /** By the id of the source. */
  sources?: Readonly<Record<string, SourceStatement>>;
  /** Cal. Civ. Code 1798.110: whether data are sold or shared, and with which categories of third parties. */
  soldOrShared?: string;
}
