/** A person of the corpus, as records declare them. */
export interface CorpusPerson {
  name: string;
  email?: string;
  phone?: string;
  extension?: string;
  id?: string;
}

/** The subject. */
export const subject = {
  id: 'uAlex0DemoSubject99',
  email: 'alex.demo@example.com',
  name: 'Alex Demo',
  number: '+493055501234',
  extension: '10004711',
};

/** Others, with names that are also words, names in other scripts, nicknames, and two people of one name. */
export const people: Record<string, CorpusPerson> = {
  dana: {
    name: 'Dana Whitfield',
    email: 'dana.whitfield@example.com',
    phone: '+493055511001',
    extension: '10001001',
  },
  elif: { name: 'Elif Aydın', email: 'elif.aydin@example.com', phone: '+493055511002' },
  femi: { name: 'Femi Okafor', phone: '+4930555110031' },
  greta: { name: 'Greta Lindqvist', email: 'greta@example.org' },
  hiro: { name: '田中 太郎', email: 'hiro.tanaka@example.jp' },
  ivan: { name: 'Иван Петров', email: 'ivan.petrov@example.com' },
  minsu: { name: '김민수', email: 'minsu.kim@example.kr' },
  zoe: { name: 'Zoë Müller', email: 'zoë.müller@example.com' },
  pat: { name: "Pat O'Hara", email: "pat.o'hara+work@example.com" },
  will: { name: 'Will Turner', email: 'will.turner@example.com' },
  mark: { name: 'Mark Bergström', email: 'mark.bergstrom@example.com' },
  may: { name: 'May Lin', email: 'may.lin@example.com' },
  grace: { name: 'Grace Hope', email: 'grace.hope@example.com' },
  blair: { name: 'Blair Office', email: 'blair.office@example.com', id: 'Blair0Office_extension7' },
  bob: { name: 'Robert (Bob) Jones', email: 'robert.jones@example.com' },
  jean: { name: 'Jean-Luc de la Cruz', email: 'jl@example.fr' },
  anna1: { name: 'Anna Schmidt', email: 'anna.schmidt@example.com' },
  anna2: { name: 'Anna Schmidt', email: 'a.schmidt@example.net' },
  ines: { name: 'Carvalho, Inês (she/her)', email: 'ines.carvalho@example.pt' },
  casey: { name: 'Casey Basic', email: 'casey.basic@example.com' },
};
