import type { Redactions } from './redactions.js';
import type { OtherPeople } from './third-parties/other-people.js';

/** A file that only a person can look through. */
export interface ReviewItem {
  path: string;
  why: 'audio_or_video' | 'image' | 'unknown_form' | 'not_readable_as_text';
}

/** What is done to everything that goes into a report. */
export interface RedactionPlan {
  redactions: Redactions;
  /** Absent: other people stay named. */
  others?: OtherPeople;
  review: ReviewItem[];
}
