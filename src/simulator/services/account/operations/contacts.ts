import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { type AlternateContact, accountState } from '../state.js';
import { accountMeant, checkFields } from '../whose.js';

const TYPE = { max: 16, pattern: /^(BILLING|OPERATIONS|SECURITY)$/ };
const PHONE = /^[\s0-9()+-]+$/;
const EMAIL = /^[\w+=.#|!&-]+@[\w.-]+\.[\w]+$/;

const notFound = (what: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `No ${what} found for the inputs provided.`, {}, 404);

const GetAlternateContact: Operation<World> = (input, context) => {
  const { AlternateContactType: type = '' } = checkFields(input, { AlternateContactType: TYPE });
  const contact = accountState(context.world).alternateContacts[`${accountMeant(input, context)}/${type}`];
  if (!contact) throw notFound('contact of the inputted type');
  return { AlternateContact: contact };
};

const PutAlternateContact: Operation<World> = (input, context) => {
  const {
    AlternateContactType = '',
    Name = '',
    Title = '',
    EmailAddress = '',
    PhoneNumber = '',
  } = checkFields(input, {
    AlternateContactType: TYPE,
    Name: { max: 64 },
    Title: { max: 50 },
    EmailAddress: { max: 254, pattern: EMAIL },
    PhoneNumber: { max: 25, pattern: PHONE },
  });
  const contact: AlternateContact = { Name, Title, EmailAddress, PhoneNumber, AlternateContactType };
  accountState(context.world).alternateContacts[`${accountMeant(input, context)}/${AlternateContactType}`] = contact;
  return {};
};

const DeleteAlternateContact: Operation<World> = (input, context) => {
  const { AlternateContactType: type = '' } = checkFields(input, { AlternateContactType: TYPE });
  const { alternateContacts } = accountState(context.world);
  const key = `${accountMeant(input, context)}/${type}`;
  if (!alternateContacts[key]) throw notFound('contact of the inputted type');
  delete alternateContacts[key];
  return {};
};

const GetContactInformation: Operation<World> = (input, context) => {
  const contact = accountState(context.world).contacts[accountMeant(input, context)];
  if (!contact) throw notFound('contact information');
  return { ContactInformation: contact };
};

const PutContactInformation: Operation<World> = (input, context) => {
  const given = input['ContactInformation'];
  const information = checkFields(typeof given === 'object' && given !== null ? { ...given } : {}, {
    FullName: { max: 50 },
    AddressLine1: { max: 60 },
    City: { max: 50 },
    PostalCode: { max: 20 },
    CountryCode: { max: 2, pattern: /^[A-Z]{2}$/ },
    PhoneNumber: { max: 20, pattern: /^[+][\s0-9()-]+$/ },
    AddressLine2: { max: 60, optional: true },
    AddressLine3: { max: 60, optional: true },
    StateOrRegion: { max: 50, optional: true },
    DistrictOrCounty: { max: 50, optional: true },
    CompanyName: { max: 50, optional: true },
    WebsiteUrl: { max: 256, optional: true },
  });
  accountState(context.world).contacts[accountMeant(input, context)] = information;
  return {};
};

export const contactOperations = {
  GetAlternateContact,
  PutAlternateContact,
  DeleteAlternateContact,
  GetContactInformation,
  PutContactInformation,
};
